/**
 * Task definitions in the JSON of Amazon ECS: the files that {@code aws ecs
 * register-task-definition --cli-input-json} takes, read and written by {@link
 * dev.berth.ecs.EcsJson}.
 */
@NullMarked
package dev.berth.ecs;

import org.jspecify.annotations.NullMarked;
