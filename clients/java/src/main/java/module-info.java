/** A client of agent-bridge on the JDK alone. */
module io.agentbridge.client {
    requires transitive java.net.http;
    requires static transitive org.jspecify;

    exports io.agentbridge.client;
    exports io.agentbridge.client.error;
    exports io.agentbridge.client.json;
    exports io.agentbridge.client.model;
    exports io.agentbridge.client.options;
}
