/**
 * Steps on disk: append, force, recover, read; snapshots and large bodies beside them.
 *
 * <p>Knows records of bytes, not what they mean.
 */
@NullMarked
package io.agentbridge.journal;

import org.jspecify.annotations.NullMarked;
