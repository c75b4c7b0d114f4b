package io.agentbridge.gateway.replay;

import io.agentbridge.engine.event.Event;
import io.agentbridge.journal.JournalRecord;
import java.util.List;

/** A record with the events that it holds. */
record DecodedRecord(JournalRecord record, List<Event> events) {}
