/**
 * How inputs, events and snapshots stand in the journal: tagged members in a compact binary encoding, and the same as JSON for people.
 *
 * <p>The codec of an object says once what is written; an {@link io.agentbridge.gateway.codec.ObjectWriter} makes bytes or JSON of it. What
 * has its default value (an empty text or list, 0, false, a {@code NONE}) is left out. A reader passes over members that it does not know and
 * refuses types and constants that it does not know. Sequence and time stand in the record's header and are not repeated.
 */
@NullMarked
package io.agentbridge.gateway.codec;

import org.jspecify.annotations.NullMarked;
