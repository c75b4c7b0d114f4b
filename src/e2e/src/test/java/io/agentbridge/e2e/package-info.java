/** What the whole product promises, as conversations with the real gateway over real sockets. */
@NullMarked
package io.agentbridge.e2e;

import org.jspecify.annotations.NullMarked;
