/** One connection after another to the same server. Not exported. */
@NullMarked
package io.agentbridge.client.link;

import org.jspecify.annotations.NullMarked;
