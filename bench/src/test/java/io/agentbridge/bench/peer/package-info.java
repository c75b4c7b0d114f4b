/** Tests. */
@NullMarked
package io.agentbridge.bench.peer;

import org.jspecify.annotations.NullMarked;
