/** The one path that every input takes: engine, journal, publish. */
@NullMarked
package io.agentbridge.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
