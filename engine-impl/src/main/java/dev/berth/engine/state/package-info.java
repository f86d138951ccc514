/** What the engine knows: state that changes by applying events and by nothing else. */
@NullMarked
package dev.berth.engine.state;

import org.jspecify.annotations.NullMarked;
