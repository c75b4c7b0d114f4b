/** Specifications of the configuration. */
@NullMarked
package io.agentbridge.gateway.configuration;

import org.jspecify.annotations.NullMarked;
