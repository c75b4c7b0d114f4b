package io.agentbridge.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"k\":1}|1",
                "{ \"k\" : 1 }|1",
                "{\"a\":2,\"k\":\"x\"}|\"x\"",
                "{\"a\":{\"k\":3},\"k\":4}|4",
                "{\"a\":[{\"k\":3},\"k\",5],\"k\":{\"x\":[1,{}],\"y\":\"}\"}}|{\"x\":[1,{}],\"y\":\"}\"}",
                "{\"a\":\"k\",\"b\":\"\\\"k\\\":9\",\"k\":null}|null",
                "{\"a\":\"\\\\\",\"k\":[1,2]}|[1,2]",
                "{\"a\":\"k\"}|absent",
                "{\"a\":{\"k\":1}}|absent",
                "{\"k|absent",
                "{\"k\":|absent",
                "{}|absent",
            })
    void findsTheValueOfTheOutermostObjectsKey(String json, String expected) {
        byte[] bytes = ("  " + json).getBytes(StandardCharsets.UTF_8);
        long slice = JsonFields.find(bytes, 2, bytes.length, new byte[] {'k'});
        String found = slice == JsonFields.ABSENT
                ? "absent"
                : new String(
                        bytes,
                        JsonFields.start(slice),
                        JsonFields.end(slice) - JsonFields.start(slice),
                        StandardCharsets.UTF_8);
        assertEquals(expected, found);
    }
}
