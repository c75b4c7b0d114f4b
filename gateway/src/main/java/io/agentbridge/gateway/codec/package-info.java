/**
 * How inputs, events and snapshots stand in the journal: compact JSON in the domain's own schema.
 *
 * <p>Names are lower_snake, one {@code "type"} tells an input or event from the others, and what has its default value (an
 * empty text or list, 0, false, a {@code NONE}) is left out. A reader skips fields that it does not know and refuses types and
 * enum names that it does not know. Sequence and time stand in the record's header and are not repeated.
 */
@NullMarked
package io.agentbridge.gateway.codec;

import org.jspecify.annotations.NullMarked;
