/** The quickstart's story on containers: served, killed, scaled, rolled and taken up again. */
@NullMarked
package dev.berth.examples.docker;

import org.jspecify.annotations.NullMarked;
