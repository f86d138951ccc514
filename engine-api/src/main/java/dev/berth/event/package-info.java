/**
 * The one vocabulary of past-tense facts: journal content, audit trail and subscription API at
 * once.
 */
@NullMarked
package dev.berth.event;

import org.jspecify.annotations.NullMarked;
