package io.agentbridge.gateway.configuration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes, plain or like {@code 64KiB}, {@code 10MiB}, {@code 1GiB}. */
final class BytesConverter implements ITypeConverter<Long> {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,9}|[0-9]{10,15}(?=$))(KiB|MiB|GiB|)");

    @Override
    public Long convert(String value) {
        Matcher matcher = BYTES.matcher(value.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "\"" + value + "\" is no number of bytes; write it like 65536, 64KiB, 10MiB or 1GiB");
        }
        int shift =
                switch (matcher.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
