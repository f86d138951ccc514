/** Berth's entry point and the handles a program works with: engine, cluster, service, task. */
@NullMarked
package dev.berth;

import org.jspecify.annotations.NullMarked;
