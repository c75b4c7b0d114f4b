package io.agentbridge.engine;

import io.agentbridge.engine.model.AgentType;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** Names for things, derived from the sequence of the event that makes them. */
final class Ids {
    private static final HexFormat HEX = HexFormat.of();
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private Ids() {}

    /** {@code <type>-<unix seconds>-<8 hex digits>}; {@code salt} tells names apart that would otherwise be alike. */
    static String agent(AgentType type, long timestampMillis, long sequence, int salt) {
        int digits = (int) (Hash.mix(Hash.add(sequence, salt)) >>> 32);
        return type.name().toLowerCase(Locale.ROOT)
                + '-'
                + timestampMillis / MILLIS_PER_SECOND
                + '-'
                + HEX.toHexDigits(digits);
    }

    /** A UUID of version 8 (RFC 9562, section 5.8): no two sequences give the same. */
    static String command(String agentId, long sequence) {
        long high = Hash.mix(sequence);
        long low = Hash.mix(Hash.add(Hash.add(sequence, agentId), sequence));
        return new UUID((high & VERSION_MASK) | VERSION_8, (low & VARIANT_MASK) | VARIANT_RFC).toString();
    }

    /** {@code <kind>-<16 hex digits>}. */
    static String other(String kind, long sequence, int salt) {
        return kind + '-' + HEX.toHexDigits(Hash.mix(Hash.add(sequence, salt)));
    }
}
