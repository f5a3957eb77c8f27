package main

import (
	"strings"

	"github.com/elastic/elastic-agent-libs/logp"
	"go.uber.org/zap/zapcore"
)

// newLog returns a logger and what it has logged at warning level or above, one text a line without times and files.
func newLog() (*logp.Logger, func() []string) {
	encoding := zapcore.EncoderConfig{
		LevelKey:    "level",
		MessageKey:  "message",
		LineEnding:  "\n",
		EncodeLevel: zapcore.LowercaseLevelEncoder,
	}
	log, buffer := logp.NewInMemoryLocal("judge", encoding)
	return log, func() []string {
		var lines []string
		for _, line := range strings.Split(buffer.String(), "\n") {
			if strings.HasPrefix(line, "warn") || strings.HasPrefix(line, "error") {
				lines = append(lines, line)
			}
		}
		return lines
	}
}
