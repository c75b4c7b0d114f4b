/**
 * The objects of the domain, as immutable records: an event carries the after-image of the object it changes.
 *
 * <p>Conventions: an absent text is the empty string, an absent body {@link io.agentbridge.engine.model.Body#none()}, an absent
 * instant 0; instants are milliseconds of the Unix epoch, durations say their unit.
 */
@NullMarked
package io.agentbridge.engine.model;

import org.jspecify.annotations.NullMarked;
