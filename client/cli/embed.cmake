# cmake -DINPUT=… -DOUTPUT=… -P embed.cmake: a .cc that holds the bytes of a file as string literals.
file(READ ${INPUT} hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
# Rows of 64 bytes, each a literal of its own: compilers are quick at those.
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
string(REPEAT "." 256 row)
string(REGEX REPLACE "(${row})" "\"\\1\"\n" rows "${escaped}")
string(REGEX REPLACE "\n([^\"]+)$" "\n\"\\1\"\n" rows "${rows}")
file(WRITE ${OUTPUT} "#include \"client/cli/schema.h\"

namespace sparkgate::cli {

std::string_view EmbeddedSchema() {
  static constexpr char kBytes[] =
${rows};
  return {kBytes, ${size}};
}

}  // namespace sparkgate::cli
")
