package io.agentbridge.gateway.configuration;

/** The configuration is wrong; the message says where, why, and what to do. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
