package io.agentbridge.gateway.websocket;

/** Whether permessage-deflate (RFC 7692) is accepted from clients that offer it. */
public enum Compression {
    ON,
    OFF
}
