/** Runs tasks as ordinary processes of the host, on Linux. */
@NullMarked
package dev.berth.driver.process;

import org.jspecify.annotations.NullMarked;
