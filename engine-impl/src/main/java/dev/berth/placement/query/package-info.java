/** The cluster query language of Amazon ECS: expressions that say which nodes may take a task. */
@NullMarked
package dev.berth.placement.query;

import org.jspecify.annotations.NullMarked;
