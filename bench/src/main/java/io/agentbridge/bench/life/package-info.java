/** What a server does all day, to measure with: an engine's life, and the journal that it leaves behind. */
@NullMarked
package io.agentbridge.bench.life;

import org.jspecify.annotations.NullMarked;
