// Money on TikTok's wire: numbers in the account's currency, major unit (facts 1.8). Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_MONEY_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_MONEY_H_

#include <cmath>
#include <cstdint>

#include "simulator/business_api/arguments.h"

namespace sparkgate::simulator {

// What a budget or a bid can be: beyond it nothing sensible is meant, and micros stay in range.
inline constexpr NumberRange kMoneyRange{0, 1e12};

inline double FromMoneyMicros(int64_t micros) { return static_cast<double>(micros) / 1e6; }
inline int64_t ToMoneyMicros(double amount) { return std::llround(amount * 1e6); }

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_MONEY_H_
