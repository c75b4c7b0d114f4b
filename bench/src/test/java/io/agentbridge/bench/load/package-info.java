/** Tests. */
@NullMarked
package io.agentbridge.bench.load;

import org.jspecify.annotations.NullMarked;
