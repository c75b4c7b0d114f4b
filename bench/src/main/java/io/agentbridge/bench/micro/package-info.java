/** JMH benchmarks of the rooms, one at a time. */
@NullMarked
package io.agentbridge.bench.micro;

import org.jspecify.annotations.NullMarked;
