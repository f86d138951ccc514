/**
 * The quickstart: a service of real processes that is killed, scaled, rolled and left without its
 * engine, under requests all the while.
 *
 * <p>{@link dev.berth.examples.quickstart.EngineHost} is the program that embeds Berth; read it
 * first. All else watches it from a second process, because the host gets killed.
 */
@NullMarked
package dev.berth.examples.quickstart;

import org.jspecify.annotations.NullMarked;
