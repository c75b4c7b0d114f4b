/** The readers that are clients: requests in, a cursor over the log out. */
@NullMarked
package io.agentbridge.gateway.session;

import org.jspecify.annotations.NullMarked;
