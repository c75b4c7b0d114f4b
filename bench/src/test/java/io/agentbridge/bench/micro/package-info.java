/** Tests. */
@NullMarked
package io.agentbridge.bench.micro;

import org.jspecify.annotations.NullMarked;
