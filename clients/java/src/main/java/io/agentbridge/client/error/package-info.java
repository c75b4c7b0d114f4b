/** What can go wrong, each by its own type. */
@NullMarked
package io.agentbridge.client.error;

import org.jspecify.annotations.NullMarked;
