package io.agentbridge.bench.gate;

/** What the gate measures. */
public enum Quantity {
    /** Median round trip of the bare echo, one connection, one request at a time; microseconds. */
    ECHO_MICROS,
    /** The same for {@code connection:ping} at the gateway. */
    PING_MICROS,
    /** The same for {@code command:execute} on the echo backend at durability os. */
    EXECUTE_OS_MICROS,
    /** The same at durability disk. */
    EXECUTE_DISK_MICROS,
    /** Median of one small write and force on the disk of the journal; microseconds. */
    FORCE_MICROS,
    /** 99th percentile from TCP connect to {@code connection:ack}; microseconds. */
    CONNECT_MICROS,
    /** Mean of {@code command:execute} at disk, at a fixed rate from many connections; microseconds. */
    SUSTAINED_MEAN_MICROS,
    /** Answers a second of that. */
    SUSTAINED_PER_SECOND,
    /** Connections of that. */
    SUSTAINED_CONNECTIONS,
    /** {@code command:execute} a second at disk, from many connections that keep many requests open. */
    EXECUTE_PER_SECOND,
    /** {@code connection:ping} a second at the gateway, likewise. */
    PING_PER_SECOND,
    /** Echoes a second of the framework's echo, likewise. */
    VERTX_PER_SECOND,
    /** From the start of the process to its port accepting, with an empty journal; milliseconds. */
    START_MILLIS,
    /** Processor time of the busier gateway while nobody asks it anything; percent of one core. */
    IDLE_CPU_PERCENT,
    /** One step of the engine; nanoseconds. */
    ENGINE_STEP_NANOS,
    /** Events a second that are appended and forced by the product's journal, a batch of steps at a time. */
    COMMIT_PER_SECOND,
    /** The same for the plain file's journal. */
    FILE_COMMIT_PER_SECOND,
    /** Median of appending a step to the product's journal at durability os; nanoseconds. */
    APPEND_P50_NANOS,
    /** The same for the plain file's journal. */
    FILE_APPEND_P50_NANOS,
    /** The 99th percentile of that at the product's journal. */
    APPEND_P99_NANOS,
    /** The same for the plain file's journal. */
    FILE_APPEND_P99_NANOS,
    /** Events a second that {@code export} writes as lines of JSON. */
    EXPORT_PER_SECOND,
    /** Events a second in records that are read and checked, not decoded, from the plain file's journal. */
    FILE_READ_PER_SECOND,
    /** Events a second that a recovery applies. */
    REPLAY_PER_SECOND,
    /** Events a second that are read, checked and decoded, not applied, from the plain file's journal. */
    FILE_DECODE_PER_SECOND
}
