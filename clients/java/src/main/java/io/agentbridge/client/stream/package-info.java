/** Each event once, whole and in order, for a subscriber of any speed. Not exported. */
@NullMarked
package io.agentbridge.client.stream;

import org.jspecify.annotations.NullMarked;
