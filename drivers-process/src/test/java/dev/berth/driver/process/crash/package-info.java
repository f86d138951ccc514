/**
 * Engines on real processes that are killed at any moment, and what the machine then says of them.
 *
 * <p>{@link dev.berth.driver.process.crash.CrashRun} kills {@link
 * dev.berth.driver.process.crash.CrashedProgram} again and again, keeps in {@link
 * dev.berth.driver.process.crash.Promises} what it had acknowledged, and compares that with {@code
 * /proc} and with the {@link dev.berth.driver.process.crash.StartBook} into which every workload
 * writes itself.
 */
@NullMarked
package dev.berth.driver.process.crash;

import org.jspecify.annotations.NullMarked;
