/** Texts of any size: small ones in place, large ones once in the blob store. */
@NullMarked
package io.agentbridge.gateway.body;

import org.jspecify.annotations.NullMarked;
