package io.agentbridge.gateway.codec;

import java.util.Arrays;
import java.util.Locale;

/**
 * The one dictionary of members: the number by which a record names a member, and the name that people see. A number is given once and
 * for all: a member that is not written any more leaves a gap. The first fifteen take one byte, so they are the most frequent.
 */
enum Field {
    /** A member that this version does not know; 0 ends an object. */
    UNKNOWN(0),
    ID(1),
    AGENT_ID(2),
    COMMAND_ID(3),
    CAUSE(4),
    PRINCIPAL(5),
    CLIENT_ID(6),
    REQUEST_ID(7),
    CORRELATION_ID(8),
    CONTENT_HASH(9),
    AGENT(10),
    COMMAND(11),
    STATUS(12),
    TEXT(13),
    POSITION(14),
    TYPE(15),
    ACCEPTED_AT(16),
    AGENT_TYPE(17),
    AGENTS(18),
    AGENTS_CREATED(19),
    ANSWERED_AT(20),
    APPEND_SYSTEM_PROMPT(21),
    APPROVAL(22),
    APPROVAL_ID(23),
    APPROVAL_TIMEOUT_MILLIS(24),
    APPROVALS(25),
    ASSIGNED_AGENT(26),
    ATTEMPTS(27),
    BACKEND(28),
    BACKEND_VERSION(29),
    BACKOFF_MILLIS(30),
    BEHAVIOUR_LEVEL(31),
    BLOB(32),
    BLOCKED_REASON(33),
    BOOT_ID(34),
    BYTES(35),
    CACHE_READ_TOKENS(36),
    CACHE_WRITE_TOKENS(37),
    CANCEL_REASON(38),
    CAPABILITIES(39),
    COMMAND_TIMEOUT_MILLIS(40),
    COMMANDS(41),
    COMMANDS_ENDED(42),
    COMMANDS_FAILED(43),
    COMPLETED_AT_MILLIS(44),
    CONTENT(45),
    COST_MICROS(46),
    CREATED_AT_MILLIS(47),
    CURRENT_COMMAND(48),
    CURRENT_TASK(49),
    DEADLINE_MILLIS(50),
    DECISION(51),
    DELIVERED(52),
    DEPENDS_ON(53),
    DESCRIPTION(54),
    DETAILS(55),
    DIALECT(56),
    END_OFFSET(57),
    ERROR(58),
    EVENTS(59),
    EXECUTION_MILLIS(60),
    EXIT_ERROR(61),
    EXPIRES_AT_MILLIS(62),
    EXTRA(63),
    FAILURE(64),
    FIRST_SENT_AT(65),
    FROM_AGENT(66),
    HASH(67),
    IDEMPOTENCY_WINDOW(68),
    INCARNATION(69),
    INPUT(70),
    INPUT_TOKENS(71),
    INTERRUPTED(72),
    KIND(73),
    LAST_ACTIVITY_MILLIS(74),
    MAX_AGENTS(75),
    MAX_ATTEMPTS(76),
    MAX_COST_MICROS(77),
    MAX_ENDED_OBJECTS(78),
    MAX_OPEN_TASKS(79),
    MAX_QUEUED_COMMANDS(80),
    MAX_RESTARTS(81),
    MAX_STATE_BYTES(82),
    MAX_TURNS(83),
    MESSAGE(84),
    MESSAGE_TYPE(85),
    METADATA(86),
    METRIC(87),
    METRICS(88),
    MODE(89),
    MODEL(90),
    NAME(91),
    NOT_BEFORE_MILLIS(92),
    NOTICE(93, "type"),
    OPTIONS(94),
    ORIGIN(95),
    ORIGIN_ID(96),
    OUTCOME(97),
    OUTPUT_TOKENS(98),
    PARAMETERS(99),
    PERMISSION_ID(100),
    PERMISSION_MODE(101),
    PID(102),
    POSITIONS(103),
    PREVIEW(104),
    PRIORITY(105),
    PROCESS(106),
    PROGRESS(107),
    PROMPT_LOST(108),
    QUEUE_LENGTH(109),
    QUEUED_AT_MILLIS(110),
    REASON(111),
    REPORT(112, "type"),
    REQUEST(113, "type"),
    REQUESTED_AGENT(114),
    REQUESTED_AT_MILLIS(115),
    REQUESTS(116),
    REQUIRED_CAPABILITIES(117),
    RESOLVED_BY(118),
    RESTARTS(119),
    RESULT(120),
    RETRY(121),
    RULING(122),
    SEQUENCE(123),
    SESSION_ID(124),
    SETTINGS(125),
    START_TIME(126),
    STARTED_AT_MILLIS(127),
    STOP_MODE(128),
    SUGGESTIONS(129),
    TASK(130),
    TASK_ID(131),
    TASKS(132),
    TASKS_COMPLETED(133),
    TASKS_FAILED(134),
    TIMEOUT_MILLIS(135),
    TIMESTAMP(136),
    TIMESTAMP_MILLIS(137),
    TITLE(138),
    TO_AGENT(139),
    TOOL_NAME(140),
    TOTALS(141),
    UPDATED_INPUT(142),
    USAGE(143),
    VALUE(144),
    VERSION(145),
    WORKSPACE(146),
    LIGHT(147);

    private static final int MAX_NUMBER = 255;

    private static final Field[] BY_NUMBER = byNumber();

    private final int number;
    private final String text;

    Field(int number) {
        this.number = number;
        this.text = name().toLowerCase(Locale.ROOT);
    }

    /** A member that people see under the name of others; its number tells of which sort the type is. */
    Field(int number, String text) {
        this.number = number;
        this.text = text;
    }

    private static Field[] byNumber() {
        Field[] fields = new Field[MAX_NUMBER + 1];
        Arrays.fill(fields, UNKNOWN);
        for (Field field : values()) {
            fields[field.number] = field;
        }
        return fields;
    }

    int number() {
        return number;
    }

    /** As people see it. */
    String text() {
        return text;
    }

    /** The member of a number, {@link #UNKNOWN} for one that only later versions know. */
    static Field of(long number) {
        return number >= 0 && number <= MAX_NUMBER ? BY_NUMBER[(int) number] : UNKNOWN;
    }
}
