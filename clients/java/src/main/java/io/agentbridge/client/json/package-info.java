/** JSON, read strictly and written exactly, within bounds. */
@NullMarked
package io.agentbridge.client.json;

import org.jspecify.annotations.NullMarked;
