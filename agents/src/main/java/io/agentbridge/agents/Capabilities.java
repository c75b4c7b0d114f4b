package io.agentbridge.agents;

/**
 * What a backend offers.
 *
 * @param version of the CLI found, or empty
 * @param survives whether its agents outlive the server and can be taken over
 * @param permissions whether it asks for permissions
 * @param cancel whether a prompt can be interrupted while the agent lives on
 * @param resume whether a session can go on in another process
 * @param receipts whether it confirms that it has a prompt
 */
public record Capabilities(
        String version, boolean survives, boolean permissions, boolean cancel, boolean resume, boolean receipts) {}
