/**
 * What users write: task definitions, services, nodes. Immutable values that validate themselves.
 */
@NullMarked
package dev.berth.model;

import org.jspecify.annotations.NullMarked;
