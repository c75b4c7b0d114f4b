/** Tests. */
@NullMarked
package io.agentbridge.bench.gate;

import org.jspecify.annotations.NullMarked;
