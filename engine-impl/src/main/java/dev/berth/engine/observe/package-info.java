/** What is looked at again and again: health and the drivers' listings. */
@NullMarked
package dev.berth.engine.observe;

import org.jspecify.annotations.NullMarked;
