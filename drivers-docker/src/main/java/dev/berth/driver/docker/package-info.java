/** Runs tasks as containers of a Docker daemon. */
@NullMarked
package dev.berth.driver.docker;

import org.jspecify.annotations.NullMarked;
