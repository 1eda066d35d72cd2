// Lists and maps as JSON text in one column; an empty one is "", which costs nothing to read. Pure.
#ifndef SPARKGATE_SERVER_STORE_SQL_JSON_TEXT_H_
#define SPARKGATE_SERVER_STORE_SQL_JSON_TEXT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sparkgate::server::sql {

std::string ListToText(const std::vector<std::string>& list);
std::string NumbersToText(const std::vector<int64_t>& numbers);
std::string MapToText(const std::map<std::string, std::string>& map);
std::string NumberMapToText(const std::map<std::string, int64_t>& map);

// False if `text` is none of ours.
bool TextToList(const std::string& text, std::vector<std::string>& list);
bool TextToNumbers(const std::string& text, std::vector<int64_t>& numbers);
bool TextToMap(const std::string& text, std::map<std::string, std::string>& map);
bool TextToNumberMap(const std::string& text, std::map<std::string, int64_t>& map);

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_JSON_TEXT_H_
