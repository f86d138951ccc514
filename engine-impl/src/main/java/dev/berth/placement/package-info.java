/** The placement core: nodes and demands in, decisions out. Knows nothing of the engine. */
@NullMarked
package dev.berth.placement;

import org.jspecify.annotations.NullMarked;
