/** What the server and its clients speak of, as immutable values. */
@NullMarked
package io.agentbridge.client.model;

import org.jspecify.annotations.NullMarked;
