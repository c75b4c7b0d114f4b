package io.agentbridge.journal;

/**
 * A state as it was at a place in the journal.
 *
 * @param sequence the newest event that it contains
 * @param stateHash the state's hash
 * @param behaviourLevel the generation of decisions that the state was made by
 * @param content the state, as the writer encoded it
 */
// An array, because it is handed to a decoder that reads arrays; nobody compares snapshots by value.
@SuppressWarnings("ArrayRecordComponent")
public record StoredSnapshot(long sequence, long stateHash, int behaviourLevel, byte[] content) {}
