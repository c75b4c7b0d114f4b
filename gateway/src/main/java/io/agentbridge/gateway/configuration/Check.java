package io.agentbridge.gateway.configuration;

/**
 * What a check of the machine found.
 *
 * @param advice what to do, empty if all is well
 */
public record Check(Outcome outcome, String subject, String finding, String advice) {
    /** How bad it is. */
    public enum Outcome {
        OK,
        /** It works, but not as well as it could. */
        WARN,
        /** The server cannot run. */
        FAIL
    }

    static Check ok(String subject, String finding) {
        return new Check(Outcome.OK, subject, finding, "");
    }

    static Check warn(String subject, String finding, String advice) {
        return new Check(Outcome.WARN, subject, finding, advice);
    }

    static Check fail(String subject, String finding, String advice) {
        return new Check(Outcome.FAIL, subject, finding, advice);
    }
}
