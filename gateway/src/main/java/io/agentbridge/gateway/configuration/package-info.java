/** How the server is configured, where it keeps its data, and the checks of the machine that it runs on. */
@NullMarked
package io.agentbridge.gateway.configuration;

import org.jspecify.annotations.NullMarked;
