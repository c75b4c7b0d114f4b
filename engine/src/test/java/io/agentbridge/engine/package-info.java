/** The engine's behaviour as examples and as properties. */
@NullMarked
package io.agentbridge.engine;

import org.jspecify.annotations.NullMarked;
