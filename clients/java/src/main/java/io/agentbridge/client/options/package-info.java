/** How a client connects, and how patient and how large it may be. */
@NullMarked
package io.agentbridge.client.options;

import org.jspecify.annotations.NullMarked;
